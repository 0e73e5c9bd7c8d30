import { testDetector } from '../../../test/support/detector-cases';
import { agentDrift } from './detector';

testDetector(agentDrift, __dirname);
