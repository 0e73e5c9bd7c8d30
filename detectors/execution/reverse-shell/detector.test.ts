import { testDetector } from '../../../test/support/detector-cases';
import { reverseShell } from './detector';

testDetector(reverseShell, __dirname);
