import { testDetector } from '../../../test/support/detector-cases';
import { approvalFatigue } from './detector';

testDetector(approvalFatigue, __dirname);
