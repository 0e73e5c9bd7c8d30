import { testDetector } from '../../../test/support/detector-cases';
import { ciWorkflow } from './detector';

testDetector(ciWorkflow, __dirname);
