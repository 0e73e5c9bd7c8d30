import { testDetector } from '../../../test/support/detector-cases';
import { decodedCodeRun } from './detector';

testDetector(decodedCodeRun, __dirname);
