// Print what SheetJS reads in a workbook, as JSON: code names, the VBA project, array formulas.
//   node read_with_sheetjs.js FILE
"use strict";
const XLSX = require("xlsx");

const book = XLSX.readFile(process.argv[2], { bookVBA: true, cellFormula: true });

// The streams of the VBA project, by their paths in the compound file.
function streams(project) {
  const file = XLSX.CFB.read(project, { type: "buffer" });
  return file.FullPaths.filter((_, i) => file.FileIndex[i].type === 2);
}

// Formulas by sheet; an array stands at its first cell, the others only belong to it.
function formulas(sheet, name) {
  const found = [];
  for (const [place, cell] of Object.entries(sheet)) {
    if (place[0] === "!" || cell.f === undefined) continue;
    found.push({ sheet: name, place, text: cell.f, range: cell.F || null, dynamic: cell.D === true });
  }
  return found;
}

process.stdout.write(JSON.stringify({
  bookCodeName: book.Workbook.WBProps.CodeName || null,
  codeNames: Object.fromEntries(book.Workbook.Sheets.map((s) => [s.name, s.CodeName || null])),
  vba: book.vbaraw ? Buffer.from(book.vbaraw).toString("base64") : null,
  vbaStreams: book.vbaraw ? streams(book.vbaraw) : [],
  formulas: book.SheetNames.flatMap((name) => formulas(book.Sheets[name], name)),
}));
