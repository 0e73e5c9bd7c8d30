import { testDetector } from '../../../test/support/detector-cases';
import { unattendedSensitiveAct } from './detector';

testDetector(unattendedSensitiveAct, __dirname);
