import { testDetector } from '../../../test/support/detector-cases';
import { upload } from './detector';

testDetector(upload, __dirname);
