import { testDetector } from '../../../test/support/detector-cases';
import { enumerationBurst } from './detector';

testDetector(enumerationBurst, __dirname);
