import { testDetector } from '../../../test/support/detector-cases';
import { destructiveData } from './detector';

testDetector(destructiveData, __dirname);
