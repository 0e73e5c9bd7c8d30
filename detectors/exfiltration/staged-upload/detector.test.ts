import { testDetector } from '../../../test/support/detector-cases';
import { stagedUpload } from './detector';

testDetector(stagedUpload, __dirname);
