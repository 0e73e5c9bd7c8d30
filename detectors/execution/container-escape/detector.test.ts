import { testDetector } from '../../../test/support/detector-cases';
import { containerEscape } from './detector';

testDetector(containerEscape, __dirname);
