import { testDetector } from '../../../test/support/detector-cases';
import { hiddenText } from './detector';

testDetector(hiddenText, __dirname);
