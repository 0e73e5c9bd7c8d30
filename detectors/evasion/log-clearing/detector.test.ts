import { testDetector } from '../../../test/support/detector-cases';
import { logClearing } from './detector';

testDetector(logClearing, __dirname);
