import { testDetector } from '../../../test/support/detector-cases';
import { honeytoken } from './detector';

testDetector(honeytoken, __dirname);
