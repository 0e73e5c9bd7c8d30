import { testDetector } from '../../../test/support/detector-cases';
import { webShell } from './detector';

testDetector(webShell, __dirname);
