import Configuration
import Experiments
import Foundation
import Testing

@Suite struct JSONSchemaTests {
  private func normal(_ text: String) throws -> NSObject? {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject
  }

  @Test func describesEveryFormOfValue() throws {
    let text = try JSON.text(of: JSONSchema.document(for: Sample.schema, title: "sample"))
    #expect(try normal(text) == normal(try fixture("sample.schema.json")))
  }

  @Test func describesWhatTheSampleLacks() throws {
    let tagged = ValueSchema.tagged(tag: "architecture", [SampleConfidence.variantSchema])
    let text = try JSON.text(of: JSONSchema.value(.map(tagged)))
    #expect(
      try normal(text)
        == normal(
          """
          {"type": "object", "additionalProperties": {"oneOf": [{
            "type": "object", "additionalProperties": false, "required": ["architecture"],
            "properties": {
              "architecture": {"const": "confidence",
                "description": "cross-entropy against a mixture of labels and own predictions"},
              "weight": {"type": "number", "default": 0.75,
                "description": "largest weight of own predictions; between 0.0 and 1.0"},
              "warmup": {"type": "number", "default": 0.2,
                "description": "share of training until the weight is reached"}}}]}}
          """))
  }

  @Test func writesTheSameBytesForTheSameValue() throws {
    let value = JSON.object(["b": .list([.integer(1), .number(0.5), .null]), "a/b": .text("ü\n")])
    #expect(
      try JSON.text(of: value) == """
        {
          "a/b" : "ü\\n",
          "b" : [
            1,
            0.5,
            null
          ]
        }

        """)
  }
}
