import Testing

@testable import CLI

struct SparkBarTests {
  @Test func aSeriesRisesFromItsLeastToItsGreatest() {
    #expect(SparkBar.line([1, 2, 3, 4, 5, 6, 7, 8], width: 60) == "▁▂▃▄▅▆▇█")
    #expect(SparkBar.line([5, nil, 7], width: 60) == "▁ █")
    #expect(SparkBar.line([4, 4], width: 60) == "▁▁")
    #expect(SparkBar.line([nil], width: 60).isEmpty)
  }

  @Test func aLongSeriesIsGatheredToItsRoom() {
    let values = (0..<365).map { Double($0) as Double? }
    let line = SparkBar.line(values, width: 40)
    #expect(line.count == 40 && line.first == "▁" && line.last == "█")
  }

  @Test func aShareIsAsLongAsItIs() {
    #expect(SparkBar.bar(1, width: 20) == String(repeating: "█", count: 20))
    #expect(SparkBar.bar(0.5, width: 4) == "██")
    #expect(SparkBar.bar(0.001, width: 20) == "▏")
    #expect(SparkBar.bar(0, width: 20).isEmpty)
    #expect(SparkBar.bar(7, width: 3) == "███")
  }
}
