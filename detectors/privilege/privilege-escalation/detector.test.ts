import { testDetector } from '../../../test/support/detector-cases';
import { privilegeEscalation } from './detector';

testDetector(privilegeEscalation, __dirname);
