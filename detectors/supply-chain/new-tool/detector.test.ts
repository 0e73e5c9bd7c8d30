import { testDetector } from '../../../test/support/detector-cases';
import { newTool } from './detector';

testDetector(newTool, __dirname);
