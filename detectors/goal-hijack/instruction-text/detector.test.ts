import { testDetector } from '../../../test/support/detector-cases';
import { instructionText } from './detector';

testDetector(instructionText, __dirname);
