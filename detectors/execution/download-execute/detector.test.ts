import { testDetector } from '../../../test/support/detector-cases';
import { downloadExecute } from './detector';

testDetector(downloadExecute, __dirname);
