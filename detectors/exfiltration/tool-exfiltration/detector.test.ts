import { testDetector } from '../../../test/support/detector-cases';
import { toolExfiltration } from './detector';

testDetector(toolExfiltration, __dirname);
