import { testDetector } from '../../../test/support/detector-cases';
import { resourceHijackingLoad } from './detector';

testDetector(resourceHijackingLoad, __dirname);
