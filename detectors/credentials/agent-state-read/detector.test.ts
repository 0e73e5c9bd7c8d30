import { testDetector } from '../../../test/support/detector-cases';
import { agentStateRead } from './detector';

testDetector(agentStateRead, __dirname);
