import { testDetector } from '../../../test/support/detector-cases';
import { agentStartedAgent } from './detector';

testDetector(agentStartedAgent, __dirname);
