const ts=require('typescript');const fs=require('fs'),zlib=require('zlib');
const {typeDeclarations}=require('./dist/lib/site/type-declarations.js');const {cellTypes}=require('./dist/lib/site/browser/types/cell-types.js');
console.time('decl');const d=typeDeclarations();console.timeEnd('decl');
const all=JSON.stringify(d);console.log(Object.keys(d).length,all.length,zlib.gzipSync(all,{level:9}).length);
for(const n of fs.readdirSync('notebooks').filter(f=>f.endsWith('.ipynb')&&(!process.argv[2]||f.startsWith(process.argv[2])))){
 const cells=JSON.parse(fs.readFileSync('notebooks/'+n)).cells.filter(c=>c.cell_type=='code').map(c=>[].concat(c.source).join(''));
 let t=performance.now();const types=cellTypes(ts,d);types.setCells(cells);let k=0;const p=types.problems(0);const t0=performance.now()-t;
 t=performance.now();const last=types.problems(cells.length-1);const t1=performance.now()-t;
 for(let i=0;i<cells.length;i++){for(const e of types.problems(i)){k++;if(k<6)console.log(n,i,cells[i].slice(e.from,e.to).slice(0,60),e.code,e.message.slice(0,200))}}
 // edit and complete
 const c=[...cells];const i=c.length>>1;c[i]=c[i]+'\nMath.a';types.setCells(c);t=performance.now();const comp=types.complete(i,c[i].length);const t2=performance.now()-t;
 const c2=[...c];c2[i]=c[i]+'b';types.setCells(c2);t=performance.now();types.complete(i,c2[i].length);const t3=performance.now()-t;
 const c4=[...c];c4[i]=cells[i]+'\nen';types.setCells(c4);t=performance.now();const cc=types.complete(i,c4[i].length);const t4=performance.now()-t;
 t=performance.now();types.problems(i);const t5=performance.now()-t;
 console.log(n,cells.length,'errors',k,'first',t0|0,'last',t1|0,'complete',t2|0,t3|0,t4|0,cc.candidates.length,'recheck',t5|0, comp.candidates.slice(0,2).map(x=>x.name).join());
}
