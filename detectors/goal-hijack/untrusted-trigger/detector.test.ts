import { testDetector } from '../../../test/support/detector-cases';
import { untrustedTrigger } from './detector';

testDetector(untrustedTrigger, __dirname);
