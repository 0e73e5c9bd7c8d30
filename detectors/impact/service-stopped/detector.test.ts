import { testDetector } from '../../../test/support/detector-cases';
import { serviceStopped } from './detector';

testDetector(serviceStopped, __dirname);
