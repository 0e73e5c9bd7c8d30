import { testDetector } from '../../../test/support/detector-cases';
import { deleteBurst } from './detector';

testDetector(deleteBurst, __dirname);
