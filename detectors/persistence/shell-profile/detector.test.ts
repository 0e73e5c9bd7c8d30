import { testDetector } from '../../../test/support/detector-cases';
import { shellProfile } from './detector';

testDetector(shellProfile, __dirname);
