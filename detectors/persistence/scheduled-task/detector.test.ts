import { testDetector } from '../../../test/support/detector-cases';
import { scheduledTask } from './detector';

testDetector(scheduledTask, __dirname);
