import { testDetector } from '../../../test/support/detector-cases';
import { privateFolderRead } from './detector';

testDetector(privateFolderRead, __dirname);
