import { testDetector } from '../../../test/support/detector-cases';
import { approvalPace } from './detector';

testDetector(approvalPace, __dirname);
