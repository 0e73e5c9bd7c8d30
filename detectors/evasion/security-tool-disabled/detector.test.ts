import { testDetector } from '../../../test/support/detector-cases';
import { securityToolDisabled } from './detector';

testDetector(securityToolDisabled, __dirname);
