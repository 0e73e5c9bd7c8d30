import { testDetector } from '../../../test/support/detector-cases';
import { agentConfig } from './detector';

testDetector(agentConfig, __dirname);
