var t="suggestedInsertion",o="suggestedDeletion",s="adopted",e=[t,o,s],n="suggestion",I="suggestionDecision";export{t as a,o as b,s as c,e as d,n as e,I as f};
