import { testDetector } from '../../../test/support/detector-cases';
import { loginControl } from './detector';

testDetector(loginControl, __dirname);
