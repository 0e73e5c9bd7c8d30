import { testDetector } from '../../../test/support/detector-cases';
import { exposure } from './detector';

testDetector(exposure, __dirname);
