import { testDetector } from '../../../test/support/detector-cases';
import { destructiveFiles } from './detector';

testDetector(destructiveFiles, __dirname);
