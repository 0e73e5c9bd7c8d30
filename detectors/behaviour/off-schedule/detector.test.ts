import { testDetector } from '../../../test/support/detector-cases';
import { offSchedule } from './detector';

testDetector(offSchedule, __dirname);
