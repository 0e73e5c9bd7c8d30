import { testDetector } from '../../../test/support/detector-cases';
import { deniedByPersonDoneElsewhere } from './detector';

testDetector(deniedByPersonDoneElsewhere, __dirname);
