import { testDetector } from '../../../test/support/detector-cases';
import { reviewBypass } from './detector';

testDetector(reviewBypass, __dirname);
