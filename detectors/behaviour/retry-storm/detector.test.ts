import { testDetector } from '../../../test/support/detector-cases';
import { retryStorm } from './detector';

testDetector(retryStorm, __dirname);
