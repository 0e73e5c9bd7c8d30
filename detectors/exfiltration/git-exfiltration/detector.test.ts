import { testDetector } from '../../../test/support/detector-cases';
import { gitExfiltration } from './detector';

testDetector(gitExfiltration, __dirname);
