//! The forecast of one file, as JSON, without the rest of the program: for measuring this room alone.
//!
//! `forecast FILE CUSTOMER DATE AMOUNT [MODEL] [day|week] [CALIBRATE_TO|-] [HORIZON_DAYS|-] [OUT]`

use forecast::{Model, Unit};
use rfm::Request;

fn request(arguments: &[String]) -> Option<Request> {
    let given = |at: usize| arguments.get(at).filter(|text| *text != "-");
    let day = |text: &String| text.parse().map(book::Day::from_date).ok();
    Some(Request {
        file: given(0)?.into(),
        customer: given(1)?.clone(),
        date: given(2)?.clone(),
        amount: given(3).cloned(),
        model: match given(4).map_or("mbg_nbd", String::as_str) {
            "bg_nbd" => Model::BgNbd,
            "mbg_nbd" => Model::MbgNbd,
            "pareto_nbd" => Model::ParetoNbd,
            "mbg_cnbd_k" => Model::MbgCnbdK,
            _ => return None,
        },
        unit: if given(5).is_some_and(|unit| unit == "week") { Unit::Week } else { Unit::Day },
        calibrate_to: given(6).map(day).unwrap_or_default(),
        horizon_days: given(7).and_then(|text| text.parse().ok()),
        out: given(8).map(Into::into),
    })
}

#[allow(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let request =
        request(&arguments).ok_or("see the first lines of examples/forecast.rs for the arguments")?;
    println!("{}", serde_json::to_string_pretty(&rfm::run(&request, &mut |_| {})?)?);
    Ok(())
}
