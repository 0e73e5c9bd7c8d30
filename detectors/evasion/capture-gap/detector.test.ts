import { testDetector } from '../../../test/support/detector-cases';
import { captureGap } from './detector';

testDetector(captureGap, __dirname);
