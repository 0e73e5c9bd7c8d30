import { testDetector } from '../../../test/support/detector-cases';
import { resourceHijacking } from './detector';

testDetector(resourceHijacking, __dirname);
