import { testDetector } from '../../../test/support/detector-cases';
import { agentSprawl } from './detector';

testDetector(agentSprawl, __dirname);
