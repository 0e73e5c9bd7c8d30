import { testDetector } from '../../../test/support/detector-cases';
import { deniedThenDone } from './detector';

testDetector(deniedThenDone, __dirname);
