import { testDetector } from '../../../test/support/detector-cases';
import { suspiciousDestination } from './detector';

testDetector(suspiciousDestination, __dirname);
