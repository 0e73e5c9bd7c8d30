import { testDetector } from '../../../test/support/detector-cases';
import { monitorTampering } from './detector';

testDetector(monitorTampering, __dirname);
