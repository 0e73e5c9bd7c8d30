import { testDetector } from '../../../test/support/detector-cases';
import { knownBadVersion } from './detector';

testDetector(knownBadVersion, __dirname);
