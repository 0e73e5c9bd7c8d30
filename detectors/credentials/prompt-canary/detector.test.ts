import { testDetector } from '../../../test/support/detector-cases';
import { promptCanary } from './detector';

testDetector(promptCanary, __dirname);
