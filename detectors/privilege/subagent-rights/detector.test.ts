import { testDetector } from '../../../test/support/detector-cases';
import { subagentRights } from './detector';

testDetector(subagentRights, __dirname);
