import { testDetector } from '../../../test/support/detector-cases';
import { unknownProcess } from './detector';

testDetector(unknownProcess, __dirname);
